package drawbridge.mapping.file;

import drawbridge.mapping.ErrorSpec;
import drawbridge.mapping.ErrorSpec.Meaning;
import drawbridge.mapping.ErrorSpec.Means;
import drawbridge.mapping.ErrorSpec.Said;
import drawbridge.mapping.Marker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes an [ErrorSpec] of the key `errors`.
final class ErrorCompiler {

    private static final Pattern ANSWER = Pattern.compile("([1-5][0-9]{2}|\\*)(?: +(\\S.*))?");

    private final Problems problems;

    ErrorCompiler(Problems problems) {
        this.problems = problems;
    }

    ErrorSpec errors(Section yaml) {
        Optional<Said> code = yaml.maybe("code", ErrorCompiler::said);
        ErrorSpec.Names usual = ErrorSpec.Names.USUAL;
        return new ErrorSpec(
                yaml.maybe("message", ErrorCompiler::said),
                yaml.maybe("shape", at -> Section.word(at, ErrorSpec.Shape.class))
                        .orElse(ErrorSpec.Shape.NONE),
                yaml.maybe("fields", Section::pointer),
                yaml.maybe("names", Section::of)
                        .map(
                                names ->
                                        new ErrorSpec.Names(
                                                names.maybe("name", Section::text)
                                                        .orElse(usual.name()),
                                                names.maybe("reason", Section::text)
                                                        .orElse(usual.reason())))
                        .orElse(usual),
                yaml.maybe("existing", Section::pointer),
                code,
                Set.copyOf(yaml.maybe("limits", Section::words).orElse(List.of())),
                Set.copyOf(yaml.maybe("rights", Section::words).orElse(List.of())),
                yaml.maybe("failed", at -> marker(Section.of(at))),
                meanings(yaml, code.isPresent()));
    }

    private static Said said(Yaml yaml) {
        return yaml instanceof Yaml.Entries
                ? new Said.Header(Section.of(yaml).text("header"))
                : new Said.At(Section.pointer(yaml));
    }

    static Marker marker(Section yaml) {
        return new Marker(Section.pointer(yaml.need("at")), yaml.maybe("is", is -> is.value()));
    }

    private List<Means> meanings(Section yaml, boolean coded) {
        List<Means> meanings = new ArrayList<>();
        yaml.members("meaning").forEach((answer, word) -> meanings.add(means(word, answer, coded)));
        return meanings;
    }

    private Means means(Yaml word, String answer, boolean coded) {
        Matcher parts = ANSWER.matcher(answer);
        boolean numbered = parts.matches();
        Optional<Integer> status =
                numbered && !parts.group(1).equals("*")
                        ? Optional.of(Integer.parseInt(parts.group(1)))
                        : Optional.empty();
        Optional<String> code =
                numbered ? Optional.ofNullable(parts.group(2)) : Optional.of(answer);
        if (code.isPresent() && !coded) {
            problems.add(
                    word.at(),
                    "'" + code.get() + "' is a code of an error: say under 'code' where that is");
        }
        return new Means(status, code, Section.word(word, Meaning.class));
    }
}
