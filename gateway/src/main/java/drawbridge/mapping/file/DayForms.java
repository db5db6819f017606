package drawbridge.mapping.file;

import drawbridge.mapping.lens.DayForm;

/// Makes how a side writes days, from the keys `as` and `pattern`.
final class DayForms {

    private DayForms() {}

    static DayForm of(Section options) {
        if (options.has("pattern")) {
            String pattern = options.text("pattern");
            try {
                return new DayForm.Pattern(pattern);
            } catch (IllegalArgumentException wrong) {
                throw new Problems.Malformed(
                        options.at("pattern"),
                        "'" + pattern + "' is no pattern of a date such as dd.MM.uuuu");
            }
        }
        String as = options.maybe("as", Section::text).orElse("iso-date");
        return switch (as) {
            case "iso-date" -> new DayForm.Iso();
            case "midnight-utc" -> new DayForm.MidnightUtc();
            case "epoch-millis" -> new DayForm.EpochMillis();
            default ->
                    throw new Problems.Malformed(
                            options.at("as"), "no day is written as '" + as + "'");
        };
    }
}
