/* doctor's line about the second wall around scenes and picture workers. */
#include "app/doctor.h"
#include "app/errands.h"

#define PART "展项沙箱"

void doctor_look_at_walls(const struct invocation *in, struct doctor_report *r)
{
    enum sandbox_landlock found;
    struct err e;
    bool running = errand_walls(in->config.kiosk.data, &found, &e);
    const char *who = running ? "正在运行的清风" : "这里（清风没有运行，服务里可能不同）";
    if (!running)
        found = sandbox_landlock();
    if (found == LANDLOCK_THERE)
        doctor_say(r, PART, HEALTH_GOOD, "%s：seccomp 和 landlock 两道都在", who);
    else if (found == LANDLOCK_MISSING)
        doctor_say(r, PART, HEALTH_HINT,
            "%s：只有 seccomp，这个内核没有 landlock；可以用。想要两道，用 5.13 以上的内核，启动参数 lsm= 里要有 landlock", who);
    else
        doctor_say(r, PART, HEALTH_HINT,
            "%s：只有 seccomp，landlock 被拒绝；在服务的 SystemCallFilter 里加上 "
            "landlock_create_ruleset landlock_add_rule landlock_restrict_self", who);
}
