package drawbridge.sandbox.world;

import java.util.Optional;

/// A request that is answered with an error; the product words its body.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Problems problems;
    private final transient Optional<String> existing;

    public Refused(int status, String code, String message) {
        this(status, code, message, new Problems());
    }

    public Refused(int status, String code, String message, Problems problems) {
        this(status, code, message, problems, Optional.empty());
    }

    private Refused(
            int status, String code, String message, Problems problems, Optional<String> existing) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.problems = problems;
        this.existing = existing;
    }

    /// The same refusal, which names the record that is in the way.
    Refused naming(String id) {
        return new Refused(status, code, reason(), problems, Optional.of(id));
    }

    public Optional<String> existing() {
        return existing;
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
