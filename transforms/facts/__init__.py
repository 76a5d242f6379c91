"""Facts and dimensions: one `.sql` per table, and the register that gives each its transform version."""
