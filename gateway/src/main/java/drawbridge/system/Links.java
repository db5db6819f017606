package drawbridge.system;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Addresses that a system gives in its answers. None is followed to another place than the
/// connection's own: the credential would go along.
final class Links {

    private Links() {}

    /// The address that a header `Link` (RFC 8288) gives for a relation.
    static Optional<String> relation(List<String> headers, String relation) {
        for (String header : headers) {
            for (String link : split(header, ',')) {
                List<String> parts = split(link, ';');
                String address = parts.getFirst().strip();
                if (address.startsWith("<")
                        && address.endsWith(">")
                        && parts.stream().skip(1).anyMatch(part -> names(part, relation))) {
                    return Optional.of(address.substring(1, address.length() - 1));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean names(String parameter, String relation) {
        int sign = parameter.indexOf('=');
        if (sign < 0 || !parameter.substring(0, sign).strip().equalsIgnoreCase("rel")) {
            return false;
        }
        String value = parameter.substring(sign + 1).strip();
        String plain =
                value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                        ? value.substring(1, value.length() - 1)
                        : value;
        return List.of(plain.toLowerCase(Locale.ROOT).split(" +", -1))
                .contains(relation.toLowerCase(Locale.ROOT));
    }

    /// Splits where the sign stands neither in an address nor in quotation marks.
    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        boolean address = false;
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign == '\\' && quoted) {
                i++;
            } else if (sign == '"' && !address) {
                quoted = !quoted;
            } else if (!quoted && (sign == '<' || sign == '>')) {
                address = sign == '<';
            } else if (sign == at && !quoted && !address) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    /// Path and query of an address at the same place as `endpoint`; empty where it leads elsewhere
    /// or is none.
    ///
    /// @param asked the path and query of the call that was answered with it
    static Optional<String> within(URI endpoint, String asked, String address) {
        try {
            URI to = endpoint.resolve(asked).resolve(address.strip());
            boolean same =
                    endpoint.getScheme().equalsIgnoreCase(to.getScheme())
                            && endpoint.getHost().equalsIgnoreCase(to.getHost())
                            && port(endpoint) == port(to)
                            && to.getRawUserInfo() == null;
            String path =
                    to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
            return same
                    ? Optional.of(path + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0
                ? uri.getPort()
                : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
