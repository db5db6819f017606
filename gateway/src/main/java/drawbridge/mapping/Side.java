package drawbridge.mapping;

/// One of the two ends of a flow, whichever systems stand there.
public enum Side {
    ACME,
    APP;

    public Side other() {
        return this == ACME ? APP : ACME;
    }

    /// The direction of a write that lands on this side.
    public Direction inbound() {
        return this == ACME ? Direction.TO_ACME : Direction.TO_APP;
    }

    /// The direction in which a change of this side travels.
    public Direction outbound() {
        return other().inbound();
    }

    /// The word used in mappings, the API and reports.
    public String word() {
        return this == ACME ? "acme" : "app";
    }
}
