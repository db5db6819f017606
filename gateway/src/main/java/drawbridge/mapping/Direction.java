package drawbridge.mapping;

/// The way in which a change crosses.
public enum Direction {
    TO_APP,
    TO_ACME;

    public Side target() {
        return this == TO_APP ? Side.APP : Side.ACME;
    }

    public Side source() {
        return target().other();
    }
}
