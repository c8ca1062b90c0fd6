#include "report/xlsx_library.h"

#include <dlfcn.h>
#include <string.h>

#define FILE_NAME "libxlsxwriter.so." LXW_SOVERSION

static bool find(void *library, const char *name, void *function, struct err *e)
{
    void *found = dlsym(library, name);
    memcpy(function, &found, sizeof found);
    return found || err_set(e, FILE_NAME " 里没有 %s，版本不对。请重新安装 libxlsxwriter" LXW_SOVERSION "。", name);
}

bool xlsx_library_open(struct xlsx_library *out, struct err *e)
{
    void *library = dlopen(FILE_NAME, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return err_set(e, "没有 " FILE_NAME "，表格做不出来。请安装：apt install libxlsxwriter" LXW_SOVERSION);
    bool all = true;
#define XLSX_FIND(name) all = all && find(library, #name, &out->name, e);
    XLSX_FUNCTIONS(XLSX_FIND)
#undef XLSX_FIND
    return all;
}
