"""What people see: tables and lines by rich; colours only on a terminal."""
