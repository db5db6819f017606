package drawbridge.sandbox.repeats;

/// What is wrong with a series, at one of its record's fields.
public final class Wrong extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final String field;

    Wrong(String field, String reason) {
        super(reason, null, false, false);
        this.field = field;
    }

    public String field() {
        return field;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
