#include "visit/words.h"

/* clang-format off */
static const char *const words[WORD_COUNT][LANG_COUNT] = {
    [WORD_BACK] = {"返回", "Back"},
    [WORD_STEP_BACK] = {"上一步", "Back"},
    [WORD_HOME] = {"首页", "Home"},
    [WORD_TEXT_SIZE] = {"大字版", "Text size"},
    [WORD_CONTRAST] = {"高对比度", "Contrast"},
    [WORD_SOUND] = {"声音", "Sound"},
    [WORD_MUTED] = {"静音", "Muted"},
    [WORD_REACH] = {"低位操作", "Reach"},
    [WORD_LANGUAGE] = {"English", "中文"},
    [WORD_FINISH] = {"结束参观", "Finish"},
    [WORD_FINISH_TALK] = {"结束讲解", "End talk"},
    [WORD_FINISH_TRIAL] = {"结束试看", "End trial"},
    [WORD_DATA] = {"数据说明", "About data"},
    [WORD_PRIVACY] = {"本机不采集姓名、证件、手机号、人脸、指纹和声音；仅统计匿名次数。",
                      "No names, documents, phone numbers, faces, fingerprints or voices are collected; only anonymous counts."},
    [WORD_STILL_HERE] = {"您还在参观吗？", "Are you still here?"},
    [WORD_STILL_HERE_TEXT] = {"%d 秒后返回首页，为下一位参观者准备好。轻触任意位置，就可以接着看。",
                              "Back to the start in %d seconds, ready for the next visitor. Touch anywhere to go on."},
    [WORD_NEW_HERE] = {"我是新来的", "I am new here"},
    [WORD_GO_ON] = {"继续参观", "Go on"},
    [WORD_SECONDS] = {"秒", "s"},
    [WORD_SHUT] = {"这个展项正在维护", "This exhibit is being maintained"},
    [WORD_SHUT_TEXT] = {"别的展项都可以照常参观。", "All the others are open as usual."},
    [WORD_TO_HOME] = {"返回首页", "To the home screen"},
    [WORD_LOOK_AT] = {"看“%s”", "See “%s”"},
    [WORD_OUT_OF_ORDER] = {"设备维护中", "Under maintenance"},
    [WORD_OUT_OF_ORDER_TEXT] = {"请稍后再来，感谢您的理解。", "Please come back later. Thank you."},
    [WORD_TRY_AGAIN] = {"再试一次", "Try again"},
};
/* clang-format on */

const char *word(enum word w, enum lang lang)
{
    return words[w][lang];
}
