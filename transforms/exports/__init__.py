"""The export formats of the platforms: each platform's formats as data, in one module per platform."""
