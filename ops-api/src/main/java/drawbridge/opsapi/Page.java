package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One page of a list.
///
/// @param next the cursor of the page that follows; absent on the last one
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }
}
