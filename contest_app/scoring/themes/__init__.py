"""Conventional themes of an item: frozen `lists`, the `nearest` one to an idea, and fitted `distances`."""
