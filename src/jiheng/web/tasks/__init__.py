"""Background work; calls actions, safe to run twice."""
