package drawbridge.console.client;

import drawbridge.opsapi.Problem;

import java.io.Serial;

/// Why the gateway gave no good answer. The sentence is for the person at the screen: what happened
/// and what to do. No stack trace, as each of these may happen on any day.
public abstract sealed class GatewayTrouble extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private GatewayTrouble(String sentence) {
        super(sentence, null, false, false);
    }

    /// What happened and what to do.
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /// May the request have been carried out all the same? Then it must not be repeated under a new
    /// idempotency key.
    public boolean leavesDoubt() {
        return switch (this) {
            case NoAnswer no -> no.sent;
            case WrongToken _, RoleTooLow _, Refused _ -> false;
            case Unintelligible _ -> true;
        };
    }

    /// No connection, or none that lasted until the answer.
    public static final class NoAnswer extends GatewayTrouble {
        @Serial private static final long serialVersionUID = 1L;
        private final boolean sent;

        public NoAnswer(String sentence, boolean sent) {
            super(sentence);
            this.sent = sent;
        }
    }

    /// The gateway does not know the token.
    public static final class WrongToken extends GatewayTrouble {
        @Serial private static final long serialVersionUID = 1L;

        public WrongToken() {
            super(
                    "The gateway does not accept this token. Ask for a new one, or check that it"
                            + " was copied whole.");
        }
    }

    /// The token is known, and may not do this.
    public static final class RoleTooLow extends GatewayTrouble {
        @Serial private static final long serialVersionUID = 1L;

        public RoleTooLow(Problem problem) {
            super(problem.detail() != null ? problem.detail() : "Your role may not do this.");
        }
    }

    /// The gateway understood and said no.
    public static final class Refused extends GatewayTrouble {
        @Serial private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        public Refused(Problem problem) {
            super(problem.detail() != null ? problem.detail() : problem.title() + ".");
            this.problem = problem;
        }

        /// The whole document.
        public Problem problem() {
            return problem;
        }
    }

    /// Something answered, but not a gateway of this version.
    public static final class Unintelligible extends GatewayTrouble {
        @Serial private static final long serialVersionUID = 1L;

        public Unintelligible(String sentence) {
            super(sentence);
        }
    }
}
