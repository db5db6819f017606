package drawbridge.crossing.engine;

import java.time.Duration;

/// A sender's own key for one request, under which it may send that request again.
///
/// @param key which names the request, for [#KEPT]
/// @param request what is asked under it
public record Once(Hash key, Hash request) {

    /// How long a key is known. Later it names nothing and may be used anew.
    public static final Duration KEPT = Duration.ofHours(24);

    /// One of several things that are asked in the same request.
    public Once part(int number) {
        return new Once(
                Hash.of("part", key.asUuid().toString(), Integer.toString(number)), request);
    }

    /// The key names another request already; nothing was stored.
    public static final class Used extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Used() {
            super("the key names another request", null, false, false);
        }
    }
}
