package drawbridge.mapping.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The files of one kind that tenants run by name, each with what a tenant lays over it.
///
/// @param kind the word for one of them, and its schema's name
/// @param files by name
/// @param broken those that could not be read; naming one is no further mistake
record NamedFiles(
        String kind, Map<String, Yaml.Entries> files, Set<String> broken, Schemas schemas) {

    /// The files that a tenant names, with its own part laid over each.
    Map<String, Yaml.Entries> laid(Section wanted, Problems problems) {
        Overrides overrides = new Overrides(problems);
        Map<String, Yaml.Entries> own = new LinkedHashMap<>();
        wanted.yaml()
                .entries()
                .forEach(
                        (name, entry) -> {
                            Yaml.Entries file = files.get(name);
                            if (file != null) {
                                Yaml.Entries over = Section.of(entry.value()).yaml();
                                Yaml.Entries laid = overrides.lay(file, over);
                                schemas.check(kind, laid, problems);
                                own.put(name, laid);
                            } else if (!broken.contains(name)) {
                                problems.unknown(entry.key(), kind, name, files.keySet());
                            }
                        });
        return own;
    }
}
