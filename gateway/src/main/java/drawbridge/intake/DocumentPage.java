package drawbridge.intake;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An OpenAPI document as one page of HTML that loads nothing.
final class DocumentPage {

    private static final String STYLE =
            """
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
            color:#1f2937;background:#fff}h1{font-size:1.6rem}h2{font-size:1.05rem;margin:2.5rem 0 .3rem;\
            padding-top:1rem;border-top:1px solid #d1d5db}h2 b{display:inline-block;min-width:4.5rem;\
            color:#0f766e}code,pre{font:13px/1.45 ui-monospace,monospace;background:#f3f4f6;\
            border-radius:4px}code{padding:.1em .3em}pre{padding:.7rem;overflow-x:auto;white-space:pre-wrap;\
            overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}th,td{text-align:left;\
            vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid #e5e7eb}\
            th{white-space:nowrap}summary{cursor:pointer;color:#0f766e}\
            @media(prefers-color-scheme:dark){body{color:#e5e7eb;background:#111827}\
            code,pre{background:#1f2937}h2 b,summary{color:#5eead4}th,td,h2{border-color:#374151}}\
            """;

    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'sha256-"
                    + sha256(STYLE)
                    + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    private final Value.Obj document;
    private final StringBuilder html = new StringBuilder();

    private DocumentPage(Value.Obj document) {
        this.document = document;
    }

    static String of(Value.Obj document) {
        DocumentPage page = new DocumentPage(document);
        page.write();
        return page.html.toString();
    }

    private void write() {
        String title = escaped(text(document, "/info/title"));
        html.append("<!doctype html><html lang=en><meta charset=utf-8>")
                .append("<meta name=viewport content='width=device-width'><title>")
                .append(title)
                .append("</title><style>")
                .append(STYLE)
                .append("</style><h1>")
                .append(title)
                .append("</h1>");
        prose(text(document, "/info/description"));
        members(document, "/paths").forEach(this::path);
        html.append("</html>");
    }

    private void path(String path, Value item) {
        members(item, "")
                .forEach(
                        (method, operation) -> {
                            if (METHODS.contains(method)) {
                                operation(method, path, item, operation);
                            }
                        });
    }

    private void operation(String method, String path, Value item, Value operation) {
        html.append("<h2 id=")
                .append(escaped(text(operation, "/operationId")))
                .append("><b>")
                .append(method.toUpperCase(java.util.Locale.ROOT))
                .append("</b> <code>")
                .append(escaped(path))
                .append("</code></h2><p><strong>")
                .append(escaped(text(operation, "/summary")))
                .append("</strong></p>");
        prose(text(operation, "/description"));
        html.append("<table>");
        list(item, "/parameters").forEach(this::parameter);
        list(operation, "/parameters").forEach(this::parameter);
        html.append("</table>");
        if (Pointer.parse("/requestBody").find(operation).isPresent()) {
            html.append("<p>Body</p>");
            prose(text(operation, "/requestBody/description"));
            example(operation, "/requestBody/content");
        }
        html.append("<p>Answers</p><table>");
        members(operation, "/responses").forEach(this::answer);
        html.append("</table>");
    }

    private void parameter(Value reference) {
        Value parameter = resolved(reference);
        html.append("<tr><th><code>")
                .append(escaped(text(parameter, "/name")))
                .append("</code><td>")
                .append(escaped(text(parameter, "/in")))
                .append("<td>")
                .append(inline(text(parameter, "/description")));
        Pointer.parse("/example")
                .find(parameter)
                .ifPresent(
                        value ->
                                html.append(" Such as <code>")
                                        .append(escaped(plain(value)))
                                        .append("</code>."));
    }

    private void answer(String status, Value reference) {
        Value response = resolved(reference);
        html.append("<tr><th>")
                .append(escaped(status))
                .append("<td>")
                .append(inline(text(response, "/description")));
        if (members(response, "/content").values().stream()
                .anyMatch(each -> Pointer.parse("/example").find(each).isPresent())) {
            html.append("<details><summary>Example</summary>");
            example(response, "/content");
            html.append("</details>");
        }
    }

    private void example(Value of, String content) {
        members(of, content)
                .values()
                .forEach(
                        each ->
                                Pointer.parse("/example")
                                        .find(each)
                                        .ifPresent(
                                                value ->
                                                        html.append("<pre>")
                                                                .append(escaped(written(value)))
                                                                .append("</pre>")));
    }

    private Value resolved(Value reference) {
        return Pointer.parse("/$ref")
                .find(reference)
                .map(DocumentPage::plain)
                .flatMap(at -> Pointer.parse(at.substring(1)).find(document))
                .orElse(reference);
    }

    private void prose(String text) {
        for (String paragraph : text.split("\n\n", -1)) {
            if (!paragraph.isBlank()) {
                html.append("<p>").append(inline(paragraph)).append("</p>");
            }
        }
    }

    /// What stands between back ticks is code.
    private static String inline(String text) {
        return escaped(text).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    private static String text(Value value, String at) {
        return Pointer.parse(at).find(value).map(DocumentPage::plain).orElse("");
    }

    private static Map<String, Value> members(Value value, String at) {
        Optional<Value> found = Pointer.parse(at).find(value);
        return found.isPresent() && found.get() instanceof Value.Obj(Map<String, Value> members)
                ? members
                : Map.of();
    }

    private static List<Value> list(Value value, String at) {
        Optional<Value> found = Pointer.parse(at).find(value);
        return found.isPresent() && found.get() instanceof Value.Arr(List<Value> items)
                ? items
                : List.of();
    }

    private static String plain(Value value) {
        return value instanceof Value.Text(String text) ? text : written(value);
    }

    private static String written(Value value) {
        return new String(JsonText.write(value), StandardCharsets.UTF_8);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
