package drawbridge.platform;

import org.yaml.snakeyaml.error.MarkedYAMLException;

import java.nio.file.Path;

/// What is wrong with a configuration file that could not be read as YAML.
final class NotYaml {

    private NotYaml() {}

    static String told(Path file, Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                return "%s:%d:%d: this is not YAML: %s. Mend that line of the configuration file."
                        .formatted(
                                file,
                                marked.getProblemMark().getLine() + 1,
                                marked.getProblemMark().getColumn() + 1,
                                marked.getProblem());
            }
        }
        return "The configuration file "
                + file
                + " does not hold keys and values, such as `public.port: 8080`.";
    }
}
