package drawbridge.mapping.file;

import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.cel.RecordType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The systems that flows and tenants may name.
///
/// @param known those whose file could be read
/// @param broken those whose file could not; naming one is no further mistake
/// @param declared what files say about the fields of their resources
record Systems(
        Map<String, SystemSpec> known, Set<String> broken, Map<ResourceName, RecordType> declared) {

    Systems {
        known = Map.copyOf(known);
        broken = Set.copyOf(broken);
        declared = Map.copyOf(declared);
    }

    /// What is known about the records of a resource, without the document of its API.
    RecordType type(ResourceName resource) {
        return declared.getOrDefault(resource, new RecordType.Anything());
    }

    /// `system.resource` as its two words.
    static ResourceName name(Yaml yaml) {
        String text = Section.text(yaml);
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new Problems.Malformed(yaml.at(), "write a resource as system.resource");
        }
        return new ResourceName(text.substring(0, dot), text.substring(dot + 1));
    }

    Optional<SystemSpec> system(Yaml.Place at, String name, Problems problems) {
        SystemSpec spec = known.get(name);
        if (spec == null && !broken.contains(name)) {
            problems.unknown(at, "system", name, known.keySet());
        }
        return Optional.ofNullable(spec);
    }

    /// The resource that `yaml` names; empty when there is none, which is then a problem.
    Optional<ResourceSpec> resource(Yaml yaml, Problems problems) {
        ResourceName name = name(yaml);
        Optional<SystemSpec> system = system(yaml.at(), name.system(), problems);
        if (system.isEmpty()) {
            return Optional.empty();
        }
        Optional<ResourceSpec> resource = system.get().resource(name.resource());
        if (resource.isEmpty()) {
            List<String> all =
                    system.get().resourceNames().stream()
                            .map(known -> name.system() + "." + known)
                            .toList();
            // A resource that was refused where it is described is missing for that reason.
            boolean isRefused = problems.concern("systems/" + name.system() + ".yaml");
            if (!isRefused || Nearest.to(name.toString(), all).isPresent()) {
                problems.unknown(yaml.at(), "resource", name.toString(), all);
            }
        }
        return resource;
    }
}
