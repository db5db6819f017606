package drawbridge.mapping.check;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.Group;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;
import drawbridge.mapping.file.Yaml.Place;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds members that one group writes as a whole and another one in part, so that each write of
/// one tears the other; and members that belong to the gateway and not to a field.
///
/// @param spec of the resource at each side, where it is known
record Tears(Flow flow, Section yaml, Side side, Optional<ResourceSpec> spec, Problems problems) {

    private static final Value PREFIX = Value.of("prefix");

    private record Member(
            GroupName group,
            FieldName field,
            Pointer at,
            Place place,
            boolean isWritten,
            boolean isShared) {}

    void run() {
        List<Member> members = members();
        for (Member one : members) {
            if (one.isWritten) {
                spec.ifPresent(resource -> kept(one, resource));
            }
            for (Member other : members) {
                if (!one.group.equals(other.group)
                        && (one.isWritten || other.isWritten)
                        && isWithin(one.at, other.at)) {
                    problems.addFirst(
                            one.place,
                            "%s lies within %s, which '%s' of the group '%s' holds as a whole: the groups would tear each other apart; put both fields into one"
                                    .formatted(one.at, other.at, other.field, other.group));
                } else if (!one.group.equals(other.group)
                        && one.at.equals(other.at)
                        && one.isShared
                        && one.isWritten) {
                    problems.addFirst(
                            one.place,
                            "parts of %s belong to '%s' of the group '%s' as well, and are written together: put both fields into one group"
                                    .formatted(one.at, other.field, other.group));
                }
            }
        }
    }

    /// Whether the field is a part of a member: an item of a list, the beginning of a text.
    private boolean isShared(Section field) {
        return field.need(side.word()) instanceof Yaml.Entries options
                && (options.get("list").isPresent()
                        || options.get("after").isPresent()
                        || options.get("as").filter(as -> as.value().equals(PREFIX)).isPresent());
    }

    private static boolean isWithin(Pointer inner, Pointer outer) {
        int depth = outer.steps().size();
        return inner.steps().size() > depth
                && inner.steps().subList(0, depth).equals(outer.steps());
    }

    private void kept(Member member, ResourceSpec resource) {
        if (resource.externalReference().filter(member.at::equals).isPresent()) {
            belongs(member, "the reference by which it finds a record again");
        }
        if (member.at.equals(resource.id())) {
            belongs(member, "the id of a record");
        }
        if (resource.updatedAt().filter(updated -> updated.at().equals(member.at)).isPresent()
                || resource.version()
                        .filter(version -> version.at().equals(member.at))
                        .isPresent()) {
            belongs(member, "what the system says about a record's age");
        }
    }

    private void belongs(Member member, String what) {
        problems.addFirst(
                member.place, "%s holds %s, and no field may write it".formatted(member.at, what));
    }

    private List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (Group group : flow.groups()) {
            if (group.ways().isEmpty()) {
                continue;
            }
            Section fields = yaml.section("groups").section(group.name().value()).section("fields");
            for (FieldName name : group.fields()) {
                Section field = fields.section(name.value());
                boolean isEnriched =
                        field.need(side.word()) instanceof Yaml.Entries options
                                && new Section(options).has("in");
                if (isEnriched) {
                    continue;
                }
                for (FieldPlaces.Use use : new FieldPlaces(field, side).uses()) {
                    if (use.list().isEmpty()) {
                        members.add(
                                new Member(
                                        group.name(),
                                        name,
                                        use.pointer(),
                                        use.at(),
                                        group.ways().contains(side.inbound()),
                                        isShared(field)));
                    }
                }
            }
        }
        return members;
    }
}
