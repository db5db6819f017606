package drawbridge.audit;

/// What the lanes would do about a pair as it stands.
public enum Act {
    CREATE,
    CHANGE,
    DELETE,
    UNLINK,
    NOTE,
    ASK,
    WAIT
}
