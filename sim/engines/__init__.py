"""How it is played: one rule, two engines."""
