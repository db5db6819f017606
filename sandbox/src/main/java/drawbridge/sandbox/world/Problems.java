package drawbridge.sandbox.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is wrong with a request, field by field; `base` is the request as a whole.
public final class Problems {

    private final Map<String, List<String>> byField = new LinkedHashMap<>();

    public void add(String field, String reason) {
        byField.computeIfAbsent(field, _ -> new ArrayList<>()).add(reason);
    }

    public boolean none() {
        return byField.isEmpty();
    }

    public boolean has(String field) {
        return byField.containsKey(field);
    }

    public Map<String, List<String>> byField() {
        return byField;
    }
}
