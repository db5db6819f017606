package drawbridge.trial;

import drawbridge.mapping.SystemSpec;
import drawbridge.trial.DescribedCalls.Described;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A `.http` file of the calls of a system, as editors run it.
final class HttpFile {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([A-Za-z0-9_-]+)}}");

    private HttpFile() {}

    static String of(SystemSpec system, List<Described> calls, String endpoint) {
        List<String> out = new ArrayList<>();
        out.add("# The calls that systems/%s.yaml describes.".formatted(system.name()));
        out.add("# Written by: drawbridge try %s --http".formatted(system.name()));
        out.add("@endpoint = " + endpoint);
        Set<String> variables = new TreeSet<>();
        List<String> requests = new ArrayList<>();
        String credential = credential(system, requests);
        for (Described call : calls) {
            requests.add("");
            requests.add("### " + call.resource() + "." + call.name());
            requests.add(call.method() + " {{endpoint}}" + call.path() + query(call));
            requests.add(credential);
            call.headers().forEach((name, value) -> requests.add(name + ": " + value));
            call.body()
                    .ifPresent(
                            body -> {
                                requests.add("");
                                body.lines().forEach(requests::add);
                            });
        }
        String text = String.join("\n", requests);
        VARIABLE.matcher(text).results().map(found -> found.group(1)).forEach(variables::add);
        variables.remove("endpoint");
        variables.forEach(name -> out.add("@" + name + " ="));
        return String.join("\n", out) + "\n" + text + "\n";
    }

    private static String credential(SystemSpec system, List<String> requests) {
        if (system.auth().key().isPresent()) {
            return switch (system.auth().key().get()) {
                case SystemSpec.Auth.Header(String name, String prefix) ->
                        name + ": " + prefix + "{{key}}";
                case SystemSpec.Auth.Basic() -> "Authorization: Basic {{user}} {{password}}";
                case SystemSpec.Auth.Signature signed ->
                        signed.header() + ": " + signed.prefix() + "{{signature}}";
            };
        }
        system.auth()
                .oauth2()
                .ifPresent(
                        oauth2 -> {
                            requests.add("");
                            requests.add("### token");
                            requests.add(
                                    "POST "
                                            + (oauth2.token().startsWith("/") ? "{{endpoint}}" : "")
                                            + oauth2.token());
                            boolean basic = oauth2.client() == SystemSpec.Auth.ClientBy.BASIC;
                            if (basic) {
                                requests.add(
                                        "Authorization: Basic {{client-id}} {{client-secret}}");
                            }
                            requests.add("Content-Type: application/x-www-form-urlencoded");
                            requests.add("");
                            requests.add(
                                    "grant_type=client_credentials"
                                            + oauth2.scope()
                                                    .map(scope -> "&scope=" + scope)
                                                    .orElse("")
                                            + (basic
                                                    ? ""
                                                    : "&client_id={{client-id}}&client_secret={{client-secret}}"));
                        });
        return "Authorization: Bearer {{token}}";
    }

    private static String query(Described call) {
        StringBuilder text = new StringBuilder();
        call.query()
                .forEach(
                        (name, value) ->
                                text.append(text.isEmpty() ? '?' : '&')
                                        .append(name)
                                        .append('=')
                                        .append(value.replace(" ", "%20")));
        return text.toString();
    }
}
