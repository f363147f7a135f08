"""Eyes: figures and terminal answers."""
