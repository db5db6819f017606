package drawbridge.system;

import drawbridge.mapping.Formats;
import drawbridge.mapping.SystemSpec;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A call as people may see it, and what is needed to understand its answer.
///
/// @param request method, address, headers and the start of the body; secrets masked
/// @param secret what must never be shown, whoever repeats it
/// @param formats in which the call is spoken
record Asked(
        Doing doing, SystemSpec system, String request, Optional<String> secret, Formats formats) {

    /// A call in the formats of its system.
    Asked(Doing doing, SystemSpec system, String request, Optional<String> secret) {
        this(doing, system, request, secret, system.formats());
    }

    private static final String MASK = "•••";
    private static final int SHOWN = 4 * 1024;

    /// What a call is for. Only [#writes] can change a system.
    enum Doing {
        READ,
        FIND,
        LIST,
        CREATE,
        UPDATE,
        /// Sets a figure: the same again changes nothing.
        PUT,
        DELETE,
        /// Asks a token endpoint.
        TOKEN;

        boolean writes() {
            return switch (this) {
                case READ, FIND, LIST, TOKEN -> false;
                case CREATE, UPDATE, PUT, DELETE -> true;
            };
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// The start of some text, without the secret. A system may repeat the credential that it was
    /// shown, in its answer or in the sentence of an error.
    String masked(String text) {
        String plain =
                secret.filter(hidden -> !hidden.isEmpty())
                        .map(hidden -> text.replace(hidden, MASK))
                        .orElse(text);
        return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
    }

    String masked(byte[] text) {
        // Masked before it is cut, so that no half of a secret stays at the end.
        return masked(new String(text, StandardCharsets.UTF_8));
    }
}
