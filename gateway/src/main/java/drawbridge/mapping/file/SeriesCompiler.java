package drawbridge.mapping.file;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.lens.Exceptions;
import drawbridge.mapping.lens.PatternForm;
import drawbridge.mapping.lens.RuleForm;
import drawbridge.mapping.lens.SeriesLens;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the lens of what repeats from the key `series` of a calendar time.
final class SeriesCompiler {

    private SeriesCompiler() {}

    static SeriesLens series(Section yaml, Problems problems) {
        if (yaml.has("pattern") && yaml.has("rule")) {
            problems.add(yaml.at("rule"), "a rule and a pattern say the same; name one of them");
        }
        RuleForm rule =
                yaml.has("pattern")
                        ? pattern(yaml.section("pattern"), problems)
                        : new RuleForm.Text(Section.pointer(yaml.need("rule")));
        Optional<Section> changed = yaml.maybe("changed", Section::of);
        changed.filter(item -> item.has("minutes") && item.has("end"))
                .ifPresent(
                        item ->
                                problems.add(
                                        item.at("end"),
                                        "minutes and an end say the same; name one of them"));
        return new SeriesLens(
                rule,
                new Exceptions(
                        yaml.maybe("excluded", Section::pointer),
                        changed.map(SeriesCompiler::item),
                        yaml.maybe("times", Section::text).filter("instant"::equals).isPresent()),
                yaml.maybe("absent", Section::text).filter("empty"::equals).isPresent());
    }

    private static Exceptions.Item item(Section yaml) {
        return new Exceptions.Item(
                Section.pointer(yaml.need("list")),
                Section.pointer(yaml.need("original")),
                yaml.maybe("cancelled", Section::pointer),
                Section.pointer(yaml.need("start")),
                yaml.maybe("minutes", Section::pointer),
                yaml.maybe("end", Section::pointer),
                yaml.maybe("title", Section::pointer));
    }

    private static PatternForm pattern(Section yaml, Problems problems) {
        return new PatternForm(
                Section.pointer(yaml.need("at")),
                place(yaml, "every"),
                place(yaml, "unit"),
                place(yaml, "weekdays"),
                place(yaml, "month-day"),
                place(yaml, "month"),
                place(yaml, "position"),
                place(yaml, "until"),
                place(yaml, "count"),
                words(yaml, problems),
                yaml.maybe("short-months", Section::text).filter("last-day"::equals).isPresent());
    }

    private static Pointer place(Section yaml, String key) {
        return Section.pointer(yaml.need(key));
    }

    private static Map<String, String> words(Section yaml, Problems problems) {
        Map<String, String> words = yaml.texts("words");
        List<String> told = new ArrayList<>();
        Map<String, String> of = new HashMap<>();
        words.forEach(
                (word, text) -> {
                    if (of.putIfAbsent(text, word) != null) {
                        told.add(text);
                    }
                });
        told.forEach(
                text ->
                        problems.add(
                                yaml.at("words"),
                                "'%s' stands for two words, so that it could not be read back"
                                        .formatted(text)));
        return words;
    }
}
