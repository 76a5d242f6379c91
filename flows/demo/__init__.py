"""The demo: a fictional clothing shop whose exports are written in the platforms' real formats. Same bytes every time."""
