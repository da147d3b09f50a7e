"""Russian told in English words, so that an encoder that reads English alone can help with it."""
