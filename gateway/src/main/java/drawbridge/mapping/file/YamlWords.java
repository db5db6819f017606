package drawbridge.mapping.file;

import org.yaml.snakeyaml.error.MarkedYAMLException;

/// What the parser of YAML says, in words for people who write mappings.
public final class YamlWords {

    private YamlWords() {}

    public static String of(MarkedYAMLException broken) {
        String problem = String.valueOf(broken.getProblem());
        if (problem.contains("TAB")) {
            return "a tab stands here; indent by blanks, two for each step";
        }
        if (problem.startsWith("expected <block end>")) {
            return "this is indented otherwise than what stands above it";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "a colon stands where no key can be; put the text in quotation marks, or look at"
                    + " how the line is indented";
        }
        if (problem.startsWith("could not find expected ':'")) {
            return "a key without a colon stands above this";
        }
        if (problem.startsWith("found character")) {
            return problem.replaceAll("found character '?(.).*", "nothing can begin with $1")
                    + "; put it in quotation marks";
        }
        if (problem.startsWith("expected ',' or '}'")) {
            return "a comma or a closing } is expected here";
        }
        if (problem.startsWith("expected ',' or ']'")) {
            return "a comma or a closing ] is expected here";
        }
        if (problem.startsWith("found unexpected end of stream")) {
            return "the file ends within quotation marks that nothing closes";
        }
        return problem;
    }
}
