package drawbridge.trial;

import drawbridge.system.Wiretap.Header;
import drawbridge.system.Wiretap.Wire;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A call as a line for a shell. No secret stands in it: the shell looks it up where it lies.
record Curl(Masks masks) {

    /// What curl says by itself.
    private static final Set<String> OWN = Set.of("host", "content-length", "user-agent");

    /// Longer bodies belong into a file.
    private static final int LONGEST = 2_000;

    String line(Wire wire) {
        StringBuilder line = new StringBuilder("curl -sS");
        if (!wire.method().equals("GET")) {
            line.append(" -X ").append(wire.method());
        }
        line.append(' ').append(quoted(masks.text(wire.address())));
        for (Header header : wire.headers()) {
            if (!OWN.contains(header.name().toLowerCase(Locale.ROOT))) {
                line.append(" -H ").append(header(header));
            }
        }
        if (wire.body().length() > 0) {
            String body = masks.text(wire.body().toString());
            line.append(" --data-binary ").append(body.length() > LONGEST ? "@FILE" : quoted(body));
        }
        return line.toString();
    }

    private String header(Header header) {
        Optional<String> value = masks.shell(header.name(), header.value());
        if (value.isPresent() && value.get().equals(header.value())) {
            return quoted(header.name() + ": " + header.value());
        }
        // Within these a shell puts the variable's value.
        return "\""
                + header.name()
                + ": "
                + value.orElseGet(() -> masks.header(header.name(), header.value()))
                + "\"";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
