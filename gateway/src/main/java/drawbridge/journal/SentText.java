package drawbridge.journal;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Sent;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a call carried as JSON, in the form of [BaseText].
final class SentText {

    private SentText() {}

    static byte[] write(Sent sent) {
        Map<String, Value> bases = new LinkedHashMap<>();
        for (Side side : Side.values()) {
            Base base = sent.bases().get(side);
            if (base != null) {
                bases.put(side.word(), BaseText.value(base));
            }
        }
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("before", BaseText.value(sent.before()));
        members.put("source", BaseText.value(sent.source()));
        members.put("members", BaseText.text(sent.members()));
        members.put(
                "groups",
                new Value.Arr(
                        sent.groups().stream()
                                .sorted()
                                .<Value>map(group -> Value.of(group.value()))
                                .toList()));
        members.put("bases", new Value.Obj(bases));
        return JsonText.write(new Value.Obj(members));
    }

    static Sent read(byte[] bytes) {
        Value.Obj root = BaseText.object(BaseText.parse(bytes));
        Map<Side, Base> bases = new EnumMap<>(Side.class);
        BaseText.object(BaseText.member(root, "bases"))
                .members()
                .forEach(
                        (side, base) ->
                                bases.put(PgOpen.side(side), BaseText.base(BaseText.object(base))));
        Set<GroupName> groups = new TreeSet<>();
        if (BaseText.member(root, "groups") instanceof Value.Arr array) {
            array.items().forEach(group -> groups.add(new GroupName(BaseText.text(group))));
        }
        return new Sent(
                BaseText.state(BaseText.object(BaseText.member(root, "before"))),
                BaseText.state(BaseText.object(BaseText.member(root, "source"))),
                BaseText.record(BaseText.member(root, "members")),
                groups,
                bases);
    }
}
