package drawbridge.ops;

import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.OpsPaths;

import io.vertx.ext.web.RoutingContext;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What somebody asks of a route, read as what it must be. Whatever is not, and whatever the
/// operator may not see, is a [Refusal] that names it.
///
/// @param tenants the names of all tenants
record Asked(RoutingContext context, Operator operator, Set<String> tenants) {

    /// So many items at most in one answer, whatever is asked for.
    private static final int MOST = 500;

    String path(String name) {
        return context.pathParam(name);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(context.request().getParam(name)).filter(v -> !v.isEmpty());
    }

    /// The tenants that the operator sees.
    Set<String> visible() {
        return tenants.stream().filter(operator::sees).collect(Collectors.toUnmodifiableSet());
    }

    /// The tenants that the answer is about: the one that the query names, or all visible ones.
    Set<String> scope() {
        return query("tenant").map(tenant -> Set.of(seen(tenant))).orElseGet(this::visible);
    }

    /// The tenant that the path names.
    String tenant() {
        return seen(path("tenant"));
    }

    UUID id(String name) {
        String text = path(name);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw Refusal.badInput(name, "\"" + text + "\" is no id.");
        }
    }

    int number(String name, int otherwise) {
        return query(name)
                .map(
                        text -> {
                            try {
                                int number = Integer.parseInt(text);
                                if (number < 1) {
                                    throw new NumberFormatException(text);
                                }
                                return number;
                            } catch (NumberFormatException notOne) {
                                throw Refusal.badInput(name, name + " is a whole number above 0.");
                            }
                        })
                .orElse(otherwise);
    }

    /// How many items are wanted.
    int limit() {
        return Math.min(MOST, number("limit", 100));
    }

    /// One of a closed set.
    ///
    /// @param name how each is called in a query
    <E> Optional<E> word(String field, E[] all, Function<E, String> name) {
        return query(field)
                .map(
                        word ->
                                Arrays.stream(all)
                                        .filter(each -> name.apply(each).equals(word))
                                        .findFirst()
                                        .orElseThrow(() -> noneOf(field, all, name)));
    }

    <T> T body(Class<T> type) {
        String text = context.body().asString();
        try {
            return OpsJson.read(text == null ? "" : text, type);
        } catch (RuntimeException unreadable) {
            throw Refusal.badInput(
                    "body", "The body cannot be taken: " + unreadable.getMessage() + ".");
        }
    }

    /// The operator's own key for this act: the same key is the same act, however often it is sent.
    UUID once() {
        String key = context.request().getHeader(OpsPaths.IDEMPOTENCY_KEY);
        if (key == null || key.isBlank()) {
            throw Refusal.badInput(
                    OpsPaths.IDEMPOTENCY_KEY,
                    "Send the header " + OpsPaths.IDEMPOTENCY_KEY + " with a value of your own.");
        }
        return UUID.nameUUIDFromBytes(
                (operator.name() + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    /// The tenant, if the operator may see it.
    String seen(String tenant) {
        if (!operator.sees(tenant) || !tenants.contains(tenant)) {
            throw Refusal.notFound("There is no tenant " + tenant + " that you may see.");
        }
        return tenant;
    }

    private static <E> Refusal noneOf(String field, E[] all, Function<E, String> name) {
        return Refusal.badInput(
                field,
                field
                        + " is one of "
                        + Arrays.stream(all).map(name).collect(Collectors.joining(", "))
                        + ".");
    }
}
