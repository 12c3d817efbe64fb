// What lies beside the program in the folder of the USB edition, word for word.

/** Folders and files of the USB edition. */
export const names = {
  folder: '采报-U盘版',
  program: 'app',
  data: '数据',
  port: '端口.txt',
  oneFile: '采报-个人版.html',
  startWindows: '启动采报.cmd',
  startLinux: '启动采报.sh',
} as const

/** Known to nobody else by default, and the same on every stick. */
const port = 18_620

/** The last of these that run on Windows 7 and 8 are new enough; what a double click opens there may not be. */
const browsers = 'Chrome、Edge 或 360、奇安信等（极速模式）109 或更新，Firefox 115 或更新。'

/** For Windows: code page 65001 shows our UTF-8; a Windows too old for this Node is told so. */
export const startWindows = `@echo off
chcp 65001 >nul
title 采报
setlocal
set "HERE=%~dp0"
set "HOST=127.0.0.1"
set "PORT=${port}"
set "PORT_FIXED=1"
set "CAIBAO_DATA=%HERE%${names.data}"
set "NODE=%HERE%${names.program}\\runtime\\win-x64\\node.exe"
if not exist "%NODE%" (
  echo 这个 U 盘版里没有 Windows 用的程序。请换一份，或用“${names.oneFile}”。
  pause
  exit /b 1
)
"%NODE%" --version >nul 2>nul
if not "%errorlevel%"=="0" (
  echo 这台电脑的 Windows 太旧，U 盘版要 Windows 10 或更新。
  echo 请改用同一个文件夹里的“${names.oneFile}”，不用安装：
  echo 右键点它，选“打开方式”，选下面的一种浏览器，不要用 Internet Explorer：
  echo ${browsers}
  pause
  exit /b 1
)
"%NODE%" "%HERE%${names.program}\\src\\server\\portable\\start.ts" "%HERE%${names.port}"
echo.
echo 采报已经停止，可以关闭这个窗口。
pause
`.replaceAll('\n', '\r\n')

/** For Linux: some systems do not run programs from a stick, so the runtime is copied where it may run. */
export const startLinux = `#!/bin/sh
PATH="\${PATH:+$PATH:}/usr/bin:/bin"
case "$0" in */*) here=$(cd "\${0%/*}" && pwd) ;; *) here=$(pwd) ;; esac
case "$(uname -m)" in
  x86_64) system=linux-x64 ;;
  aarch64 | arm64) system=linux-arm64 ;;
  *) echo "这台电脑的处理器（$(uname -m)）没有配套程序，请用“${names.oneFile}”。"; exit 1 ;;
esac
node="$here/${names.program}/runtime/$system/node"
if [ ! -f "$node" ]; then
  echo "这个 U 盘版里没有 $system 用的程序。请换一份，或用“${names.oneFile}”。"
  exit 1
fi
if ! "$node" --version >/dev/null 2>&1; then
  copy=$(mktemp -d) && cp "$node" "$copy/node" && chmod 700 "$copy/node" || exit 1
  node="$copy/node"
fi
export HOST=127.0.0.1 PORT=${port} PORT_FIXED=1
export CAIBAO_DATA="\${CAIBAO_DATA:-$here/${names.data}}"
"$node" "$here/${names.program}/src/server/portable/start.ts" "$here/${names.port}" &
started=$!
trap 'kill "$started" 2>/dev/null' INT TERM HUP
wait "$started"
ended=$?
trap - INT TERM HUP
wait "$started" 2>/dev/null
[ -z "\${copy:-}" ] || rm -rf "$copy"
exit "$ended"
`

/** Read by Notepad: with a byte order mark and its line ends. */
export const readMe = `\uFEFF采报 U 盘版
============

不用安装、不用网络，在 U 盘上就能用。

怎么启动
  Windows 10 或更新：双击“${names.startWindows}”，浏览器会自动打开。
  Linux（含统信 UOS、银河麒麟，x64 或 arm64）：在终端里运行  sh ${names.startLinux}
  没有自动打开时，在浏览器里输入  http://127.0.0.1:${port}/
  用完关掉黑色窗口（或按 Ctrl+C）。
  U 盘写保护或只读时不能启动：请关掉写保护开关，或把整个文件夹复制到自己的文件夹（如桌面），从那里启动。

Windows 7、8，或者不许运行程序的电脑
  用“${names.oneFile}”直接填写：右键点它，选“打开方式”，选下面的一种浏览器。
    ${browsers}
    不要直接双击：可能会用 Internet Explorer 打开，在那里不能用。
  它只有个人版，数据和上面的方式分开保存，以后每次都用同一个浏览器打开。

数据在哪里
  个人填写的草稿：在这台电脑的浏览器里，按地址 http://127.0.0.1:${port}/ 保存，不在 U 盘上。
    换电脑之前请先在采报里点“备份”，把备份文件存到 U 盘；到另一台电脑上点“恢复”。
  收到网上报送时的数据库：在“${names.data}”文件夹里。
  请不要只靠 U 盘保存：U 盘会坏、会丢。备份文件请另存一份。

端口被占用
  采报固定用端口 ${port}，不会自己换：换了端口，浏览器里以前的草稿就看不到了。
  提示被占用时，先关掉别的程序或重启电脑。
  提示正在运行的是另一份采报时，先关掉那一份的黑色窗口：两份的数据是分开的。
  实在不行，新建“${names.port}”，里面只写一个数字（如 18621），以后一直用它。

更新
  用新的“${names.program}”文件夹和启动文件换掉旧的，保留“${names.data}”和“${names.port}”。

浏览器
  ${browsers}
`.replaceAll('\n', '\r\n')
