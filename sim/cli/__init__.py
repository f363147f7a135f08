"""WORDS: the command line. It reads words, calls one use case, and shows or stores the answer."""
