package drawbridge.sandbox.world;

import io.vertx.core.MultiMap;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// The words of a product for paging.
///
/// @param since the parameter that names the time from which changes are wanted, inclusive
/// @param readSince its value as epoch milliseconds; throws any runtime exception if it cannot be
///   read
/// @param place the parameter that carries the place from which to go on
/// @param limit the parameter that bounds a page, at most `max`
/// @param items where the records stand in the answer
/// @param next where the next place stands in the answer
public record Listing(
        String since,
        ToLongFunction<String> readSince,
        String place,
        String limit,
        int max,
        String items,
        String next) {

    private static final int USUAL = 50;
    private static final String MARK = "at:";

    Place from(MultiMap query, Problems problems) {
        var since = Place.from(since(query, problems));
        var place = place(query, problems);
        return since.compareTo(place) > 0 ? since : place;
    }

    int limit(MultiMap query, Problems problems) {
        var text = query.get(limit);
        if (text == null) {
            return USUAL;
        }
        try {
            int asked = Integer.parseInt(text);
            if (asked >= 1 && asked <= max) {
                return asked;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        problems.add(limit, "must be a number from 1 to " + max);
        return USUAL;
    }

    String write(Place place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((MARK + place).getBytes(StandardCharsets.US_ASCII));
    }

    private long since(MultiMap query, Problems problems) {
        var text = query.get(since);
        if (text == null) {
            return 0;
        }
        try {
            return readSince.applyAsLong(text);
        } catch (RuntimeException _) {
            problems.add(since, "is not a time");
            return 0;
        }
    }

    private Place place(MultiMap query, Problems problems) {
        var text = query.get(place);
        if (text == null) {
            return Place.FIRST;
        }
        var known = plain(text).flatMap(Place::parse);
        if (known.isEmpty()) {
            problems.add(place, "is not a place that a list gave");
        }
        return known.orElse(Place.FIRST);
    }

    private static Optional<String> plain(String text) {
        try {
            return Optional.of(
                            new String(
                                    Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII))
                    .filter(plain -> plain.startsWith(MARK))
                    .map(plain -> plain.substring(MARK.length()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
