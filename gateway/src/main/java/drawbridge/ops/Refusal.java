package drawbridge.ops;

import drawbridge.opsapi.Problem;

import java.util.Optional;

/// An answer that is a problem document (RFC 9457).
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final int status;
    private final String title;
    private final transient Optional<String> field;

    private Refusal(int status, String title, String detail, Optional<String> field) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.field = field;
    }

    static Refusal unauthorized() {
        return new Refusal(
                401,
                "Not logged in",
                "Send a valid token: Authorization: Bearer <token>.",
                Optional.empty());
    }

    static Refusal forbidden(String detail) {
        return new Refusal(403, "Not allowed", detail, Optional.empty());
    }

    static Refusal notFound(String detail) {
        return new Refusal(404, "Not found", detail, Optional.empty());
    }

    static Refusal badInput(String field, String detail) {
        return new Refusal(400, "Bad input", detail, Optional.of(field));
    }

    static Refusal stale(String detail) {
        return new Refusal(409, "Moved on", detail, Optional.empty());
    }

    static Refusal unavailable(String detail) {
        return new Refusal(503, "Not available", detail, Optional.empty());
    }

    int status() {
        return status;
    }

    Problem problem(String path) {
        return new Problem("about:blank", title, status, getMessage(), path, field.orElse(null));
    }
}
