"""Monthly reports: one `.sql` per table, and the register that gives each its transform version."""
