"""What happened: arrays, tables, stories."""
