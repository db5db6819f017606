package drawbridge.opsapi;

/// The way that a change takes: away from the side that it came from.
public enum Direction {
    TO_APP,
    TO_ACME
}
