# What is installed where (cmake --install, cpack -G DEB). Included by the top CMakeLists.txt.
include(GNUInstallDirs)
set(share ${CMAKE_INSTALL_DATADIR}/qingfeng)
set(doc ${CMAKE_INSTALL_DATADIR}/doc/qingfeng)
set(units ${CMAKE_INSTALL_PREFIX}/lib/systemd/system)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(units /lib/systemd/system)
  set(rules /lib/udev/rules.d)
else()
  set(rules ${CMAKE_INSTALL_PREFIX}/lib/udev/rules.d)
endif()

# the configuration names the installed places instead of those beside it
file(READ kiosk.conf conf)
set(places "scripts = scripts/demo|scripts = ${CMAKE_INSTALL_FULL_DATADIR}/qingfeng/scripts/demo"
           "media = media|media = ${CMAKE_INSTALL_FULL_DATADIR}/qingfeng/media"
           "fonts = fonts|fonts = ${CMAKE_INSTALL_FULL_DATADIR}/qingfeng/fonts" "data = data|data = /var/lib/qingfeng")
foreach(place ${places})
  string(REPLACE "|" ";" pair ${place})
  list(GET pair 0 from)
  list(GET pair 1 to)
  string(FIND "${conf}" "\n${from}\n" at)
  if(at LESS 0)
    message(FATAL_ERROR "kiosk.conf has no line \"${from}\" to install")
  endif()
  string(REPLACE "\n${from}\n" "\n${to}\n" conf "${conf}")
endforeach()
file(WRITE ${CMAKE_BINARY_DIR}/packaging/kiosk.conf "${conf}")

function(gzip from to)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/packaging)
  execute_process(COMMAND gzip -9nc ${CMAKE_SOURCE_DIR}/packaging/${from}
                  OUTPUT_FILE ${CMAKE_BINARY_DIR}/packaging/${to} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
gzip(kiosk.1 kiosk.1.gz)
gzip(qingfeng-lockdown.8 qingfeng-lockdown.8.gz)
gzip(debian/changelog changelog.gz)
set(made ${CMAKE_BINARY_DIR}/packaging)

set(sysconf ${CMAKE_INSTALL_FULL_SYSCONFDIR})
install(TARGETS kiosk RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scripts media DESTINATION ${share} PATTERN tests EXCLUDE PATTERN README.md EXCLUDE)
install(FILES fonts/fonts.conf DESTINATION ${share}/fonts)
install(FILES ${made}/kiosk.conf DESTINATION ${sysconf}/qingfeng)
install(FILES packaging/qingfeng.service packaging/qingfeng-grant.path packaging/qingfeng-grant.service
              packaging/qingfeng-usb@.service DESTINATION ${units})
install(FILES packaging/99-qingfeng-usb.rules DESTINATION ${rules})
install(FILES packaging/tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME qingfeng.conf)
install(PROGRAMS packaging/usb-mount packaging/ask packaging/grant DESTINATION lib/qingfeng)
install(PROGRAMS packaging/lockdown/qingfeng-lockdown DESTINATION ${CMAKE_INSTALL_SBINDIR})
install(FILES packaging/lockdown/sysctl.conf packaging/lockdown/logind.conf packaging/lockdown/system.conf
        DESTINATION ${share}/lockdown)
install(FILES ${made}/kiosk.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/qingfeng-lockdown.8.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES packaging/debian/copyright ${made}/changelog.gz README.zh-CN.md docs/operators-guide.md
              docs/administrators-guide.zh-CN.md docs/editors-guide.zh-CN.md docs/lua-reference.md docs/figures.zh-CN.md
              docs/verify.zh-CN.md docs/journal.md DESTINATION ${doc})

# ---- cpack -G DEB ----
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME qingfeng)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The Qingfeng authors <maintainers@qingfeng.example>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
    WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
pkg_get_variable(xlsx_headers xlsxwriter includedir)
file(STRINGS ${xlsx_headers}/xlsxwriter.h xlsx_version REGEX "define LXW_SOVERSION")
string(REGEX REPLACE "[^0-9]" "" xlsx_version "${xlsx_version}") # not linked, so no tool finds it
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libxlsxwriter${xlsx_version}, adduser, fonts-noto-cjk, fonts-lxgw-wenkai")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "alsa-utils, kbd")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "minisign")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "touchscreen kiosk for integrity-culture venues
Qingfeng runs Lua-scripted exhibits, quizzes and branching stories on one
touchscreen. It needs no network, cannot be broken by touching it, and keeps
participation figures that an auditor can check. The package holds the
program, a demonstration venue, and what makes a machine a kiosk.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${CMAKE_SOURCE_DIR}/packaging/debian/postinst"
    "${CMAKE_SOURCE_DIR}/packaging/debian/prerm" "${CMAKE_SOURCE_DIR}/packaging/debian/postrm" "${made}/conffiles")
file(WRITE ${made}/conffiles "/etc/qingfeng/kiosk.conf\n")
include(CPack)
