package drawbridge.mapping.file;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.cel.RecordType;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a system's file says about the fields of a resource, as expressions see it.
final class DeclaredTypes {

    private final Map<String, DeclaredTypes> members = new LinkedHashMap<>();
    private String word = "object";

    private DeclaredTypes() {}

    /// @param fields the key `fields` of a resource
    static RecordType of(Section fields) {
        DeclaredTypes root = new DeclaredTypes();
        fields.members()
                .forEach(
                        (name, yaml) -> {
                            if (name.startsWith("/")) {
                                root.add(
                                        Pointer.parse(name),
                                        yaml instanceof Yaml.Entries options
                                                ? new Section(options).text("type")
                                                : Section.text(yaml));
                            }
                        });
        return root.type();
    }

    private void add(Pointer at, String type) {
        DeclaredTypes here = this;
        for (String step : at.steps()) {
            here = here.members.computeIfAbsent(step, _ -> new DeclaredTypes());
        }
        here.word = type;
    }

    private RecordType type() {
        return switch (word) {
            case "text" -> new RecordType.Text();
            case "number" -> new RecordType.Number();
            case "bool" -> new RecordType.Flag();
            case "list" -> new RecordType.Items(new RecordType.Anything());
            // An object of which nothing is named may hold anything.
            default ->
                    members.isEmpty()
                            ? new RecordType.Anything()
                            : new RecordType.Members(members.keySet(), this::member);
        };
    }

    private RecordType member(String name) {
        DeclaredTypes found = members.get(name);
        return found == null ? new RecordType.Anything() : found.type();
    }
}
