package drawbridge.audit;

/// What a pair of records is counted as; each is counted once.
public enum Kind {
    EQUAL,
    REWRITTEN,
    DRIFTED,
    MISSING_AT_ACME,
    MISSING_AT_APP,
    UNREADABLE,
    IN_MOTION,
    HELD,
    APART;

    /// Whether both systems are proven to disagree.
    public boolean isDrift() {
        return this == DRIFTED || this == MISSING_AT_ACME || this == MISSING_AT_APP;
    }

    /// Whether people are shown the single pair, beside its number.
    public boolean isShown() {
        return isDrift() || this == UNREADABLE || this == HELD;
    }
}
