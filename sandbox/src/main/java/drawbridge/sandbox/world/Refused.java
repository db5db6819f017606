package drawbridge.sandbox.world;

/// A request that is answered with an error; the product words its body.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Problems problems;

    public Refused(int status, String code, String message) {
        this(status, code, message, new Problems());
    }

    public Refused(int status, String code, String message, Problems problems) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.problems = problems;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    public Problems problems() {
        return problems;
    }
}
