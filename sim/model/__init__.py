"""The theory: pure rules of plain numbers."""
