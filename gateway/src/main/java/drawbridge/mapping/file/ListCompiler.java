package drawbridge.mapping.file;

import drawbridge.mapping.ListSpec;
import drawbridge.mapping.ListSpec.Changes;
import drawbridge.mapping.Operation;
import drawbridge.mapping.Pages;
import drawbridge.mapping.Pages.Ends;
import drawbridge.mapping.Pointer;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes a [ListSpec] of the key `list`.
final class ListCompiler {

    private static final List<String> WAYS = List.of("next", "page", "offset", "link", "next-url");

    private final Problems problems;
    private final CallCompiler calls;

    ListCompiler(Problems problems, CallCompiler calls) {
        this.problems = problems;
        this.calls = calls;
    }

    ListSpec list(Section yaml) {
        Changes changes = changes(yaml);
        Pages pages = pages(yaml.need("pages"));
        Operation call = calls.listed(yaml, places(changes, pages));
        placed(yaml, call, changes);
        placed(yaml.at("pages"), call, pages);
        return new ListSpec(
                call,
                Section.pointer(yaml.need("items")),
                changes,
                pages,
                yaml.maybe("empty", ListCompiler::statuses).orElse(Set.of()));
    }

    static Set<Integer> statuses(Yaml yaml) {
        Set<Integer> statuses = new LinkedHashSet<>();
        Section.items(yaml).forEach(item -> statuses.add(Section.whole(item)));
        return statuses;
    }

    // ---- What keeps it short

    private Changes changes(Section yaml) {
        List<String> said = List.of("since", "delta", "scan").stream().filter(yaml::has).toList();
        if (said.size() > 1) {
            problems.add(
                    yaml.at(said.get(1)),
                    "'"
                            + said.get(0)
                            + "' says already how this list is kept short; take one of them away");
        }
        return yaml.maybe("since", at -> since(Section.of(at)))
                .or(() -> yaml.maybe("delta", at -> delta(Section.of(at))))
                .or(() -> yaml.maybe("scan", at -> scan(Section.of(at))))
                .orElse(new Changes.Everything());
    }

    private Changes since(Section yaml) {
        return new Changes.Since(
                yaml.maybe("parameter", Section::text),
                StampCompiler.stamp(yaml.need("format"), problems),
                yaml.maybe("look-back", Section::duration).orElse(ListSpec.LOOK_BACK));
    }

    private Changes delta(Section yaml) {
        if (yaml.has("next") == yaml.has("link")) {
            problems.add(
                    yaml.at(),
                    "say where the last page holds what the next reading goes on from: a token"
                            + " ('next') or a whole address ('link')");
        }
        return new Changes.Tokens(
                yaml.maybe("parameter", Section::text),
                Section.pointer(yaml.need(yaml.has("link") ? "link" : "next")),
                yaml.has("link"),
                yaml.maybe("expired", ListCompiler::statuses).orElse(Set.of(410)));
    }

    private Changes scan(Section yaml) {
        Duration step = Section.duration(yaml.need("step"));
        if (step.isZero()) {
            problems.add(yaml.at("step"), "a step of no length would never get anywhere");
        }
        return new Changes.Scan(
                yaml.maybe("from", Section::text),
                yaml.maybe("to", Section::text),
                StampCompiler.stamp(yaml.need("format"), problems),
                Section.duration(yaml.need("back")),
                Section.duration(yaml.need("ahead")),
                step.isZero() ? Duration.ofDays(1) : step);
    }

    // ---- Pages

    private Pages pages(Yaml yaml) {
        if (!(yaml instanceof Yaml.Entries)) {
            return Pages.NONE;
        }
        Section section = Section.of(yaml);
        Pages.Way way = way(section);
        Optional<Pointer> more = section.maybe("more", Section::pointer);
        Optional<Ends> said = section.maybe("ends", at -> Section.word(at, Ends.class));
        Ends usual =
                switch (way) {
                    case Pages.Numbered _, Pages.Offset _ -> Ends.EMPTY_PAGE;
                    case Pages.Cursor _, Pages.Link _, Pages.NextUrl _, Pages.None _ ->
                            Ends.NO_NEXT;
                };
        Pages pages = new Pages(way, said.orElse(usual), more);
        ends(section, pages);
        return pages;
    }

    private Pages.Way way(Section yaml) {
        List<String> said = WAYS.stream().filter(yaml::has).toList();
        if (said.size() != 1) {
            throw new Problems.Malformed(
                    yaml.at(),
                    said.isEmpty()
                            ? "say how one page leads to the next: by 'next', 'page', 'offset',"
                                    + " 'link' or 'next-url'; or write 'pages: none'"
                            : "one page leads to the next either by '"
                                    + said.get(0)
                                    + "' or by '"
                                    + said.get(1)
                                    + "'");
        }
        return switch (said.getFirst()) {
            case "next" ->
                    new Pages.Cursor(
                            yaml.maybe("parameter", Section::text),
                            Section.pointer(yaml.need("next")),
                            yaml.maybe("constant", Section::flag).orElse(false));
            case "page" ->
                    new Pages.Numbered(
                            parameter(yaml, "page"),
                            yaml.maybe("first", Section::whole).orElse(1),
                            Section.whole(yaml.need("size")),
                            yaml.maybe("steady", Section::flag).orElse(false));
            case "offset" ->
                    new Pages.Offset(parameter(yaml, "offset"), Section.whole(yaml.need("size")));
            case "link" -> new Pages.Link(yaml.text("link"));
            default -> new Pages.NextUrl(Section.pointer(yaml.need("next-url")));
        };
    }

    /// The parameter of a number, unless its place stands in the call.
    private static Optional<String> parameter(Section yaml, String key) {
        return Optional.of(yaml.text(key)).filter(name -> !name.equals("{" + key + "}"));
    }

    private void ends(Section yaml, Pages pages) {
        boolean counts =
                switch (pages.way()) {
                    case Pages.Numbered _, Pages.Offset _ -> true;
                    case Pages.Cursor _, Pages.Link _, Pages.NextUrl _, Pages.None _ -> false;
                };
        if (pages.ends() == Ends.SHORT_PAGE && !counts) {
            problems.add(
                    yaml.at("ends"),
                    "a page is known to be short by its 'size', which only 'page' and 'offset'"
                            + " have");
        }
        if (pages.ends() == Ends.NO_NEXT && counts && pages.more().isEmpty()) {
            problems.add(
                    yaml.at("ends"),
                    "nothing leads on from one number to the next: write 'short-page' or"
                            + " 'empty-page', or where the answer says that there is 'more'");
        }
        if (yaml.has("more") && yaml.has("ends")) {
            problems.add(
                    yaml.at("ends"), "'more' says already which page is the last; take this away");
        }
        if (yaml.has("constant") && !(pages.way() instanceof Pages.Cursor)) {
            problems.add(yaml.at("constant"), "only a cursor ('next') can be constant");
        }
        if (pages.way() instanceof Pages.Cursor(var _, var _, boolean constant)
                && constant
                && pages.ends() == Ends.NO_NEXT
                && pages.more().isEmpty()) {
            problems.add(
                    yaml.at("constant"),
                    "a cursor that stays the same never says that it was the last one: write"
                            + " 'ends: empty-page', or where the answer says that there is 'more'");
        }
    }

    // ---- Places

    private static List<String> places(Changes changes, Pages pages) {
        List<String> places = new java.util.ArrayList<>();
        switch (changes) {
            case Changes.Since _ -> places.add("since");
            case Changes.Tokens _ -> places.add("token");
            case Changes.Scan _ -> places.addAll(List.of("from", "to"));
            case Changes.Everything _ -> {}
        }
        switch (pages.way()) {
            case Pages.Cursor _ -> places.add("cursor");
            case Pages.Numbered _ -> places.addAll(List.of("page", "size"));
            case Pages.Offset _ -> places.addAll(List.of("offset", "size"));
            case Pages.Link _, Pages.NextUrl _, Pages.None _ -> {}
        }
        return places;
    }

    private void placed(Section yaml, Operation call, Changes changes) {
        switch (changes) {
            case Changes.Since since ->
                    calls.placed(
                            yaml.at("since"),
                            call,
                            since.parameter(),
                            "since",
                            "the time since when");
            case Changes.Tokens tokens -> {
                if (!tokens.address()) {
                    calls.placed(yaml.at("delta"), call, tokens.parameter(), "token", "the token");
                }
            }
            case Changes.Scan scan -> {
                calls.placed(yaml.at("scan"), call, scan.from(), "from", "the begin of a step");
                calls.placed(yaml.at("scan"), call, scan.to(), "to", "the end of a step");
            }
            case Changes.Everything _ -> {}
        }
    }

    private void placed(Yaml.Place at, Operation call, Pages pages) {
        switch (pages.way()) {
            case Pages.Cursor cursor ->
                    calls.placed(at, call, cursor.parameter(), "cursor", "the cursor");
            case Pages.Numbered numbered ->
                    calls.placed(at, call, numbered.parameter(), "page", "the number of the page");
            case Pages.Offset offset ->
                    calls.placed(
                            at, call, offset.parameter(), "offset", "the number of the first row");
            case Pages.Link _, Pages.NextUrl _, Pages.None _ -> {}
        }
    }
}
