"""Runs the commands of the Makefile with a plain system Python: standard library only."""
