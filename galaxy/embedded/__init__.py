"""Runs PostgreSQL, the broker, web, worker and beat as child processes. Imports nothing of Django."""
