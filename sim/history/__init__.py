"""How well it did: past crises as scenarios, the fit, and the score."""
