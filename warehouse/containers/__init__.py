"""Containers: bytes in, grids of text out, safely."""
