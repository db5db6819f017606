package drawbridge.mapping.file;

import drawbridge.mapping.Stamp;
import drawbridge.mapping.StampPattern;
import drawbridge.mapping.StampWord;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.Value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a [Stamp] of its name, or of `{ pattern: …, zone: … }`.
final class StampCompiler {

    private static final Instant ANY = Instant.parse("2026-03-01T09:07:05Z");

    private StampCompiler() {}

    static Stamp stamp(Yaml yaml, Problems problems) {
        if (yaml instanceof Yaml.Entries) {
            return pattern(Section.of(yaml), problems);
        }
        String word = Section.text(yaml);
        Stream<Stamp> known =
                Stream.concat(Stream.of(TimeFormat.values()), Stream.of(StampWord.values()));
        return known.filter(
                        stamp ->
                                stamp.toString()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-')
                                        .equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problems.Malformed(
                                        yaml.at(), "'" + word + "' is no spelling of a time"));
    }

    private static Stamp pattern(Section yaml, Problems problems) {
        String pattern = yaml.text("pattern");
        Optional<ZoneId> zone = yaml.maybe("zone", at -> zone(at, problems));
        boolean exact = StampPattern.saysItsOffset(pattern);
        if (zone.isEmpty() && !yaml.has("zone") && !exact) {
            problems.add(
                    yaml.at("pattern"),
                    "a time of this pattern does not say its offset: name the 'zone' of the"
                            + " system's clock, such as UTC or Europe/Berlin");
        }
        StampPattern stamp;
        try {
            stamp = new StampPattern(pattern, zone.orElse(ZoneOffset.UTC));
        } catch (IllegalArgumentException wrong) {
            throw new Problems.Malformed(
                    yaml.at("pattern"),
                    "'"
                            + pattern
                            + "' is no pattern of a time such as yyyy-MM-dd HH:mm:ss ("
                            + wrong.getMessage()
                            + ")");
        }
        if (!isReadBack(stamp)) {
            problems.add(
                    yaml.at("pattern"),
                    "what is written by '"
                            + pattern
                            + "' cannot be read again; a day needs yyyy, MM and dd, an hour HH");
        }
        return stamp;
    }

    private static boolean isReadBack(StampPattern stamp) {
        try {
            return stamp.read(Value.of(stamp.write(ANY))).isPresent();
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static ZoneId zone(Yaml yaml, Problems problems) {
        String name = Section.text(yaml);
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            problems.add(
                    yaml.at(),
                    "'"
                            + name
                            + "' is no time zone"
                            + Nearest.to(name, ZoneId.getAvailableZoneIds())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse(""));
            return ZoneOffset.UTC;
        }
    }
}
