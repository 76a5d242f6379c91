"""A Prefect server, a worker and the schedules of one workspace on one machine: started, looked at and ended."""
