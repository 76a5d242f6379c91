"""What it means: grids, frames and SQL text in, frames and SQL text out. No files, no clock, no logger."""
