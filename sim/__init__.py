"""Fairweather: when do patrons stand by a client, and when do they walk away?"""
